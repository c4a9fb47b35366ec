import { ActionIcon, Button, Menu, Tooltip, UnstyledButton } from '@mantine/core'
import {
  IconDeviceDesktop,
  IconEye,
  IconEyeOff,
  IconKeyboard,
  IconMoon,
  IconSearch,
  IconSettings,
  IconSun,
} from '@tabler/icons-react'
import type { Settings } from '../../shared/contract/settings.ts'
import { useFormats } from '../formats/use-formats.tsx'
import { goTo } from '../navigation.ts'
import { actionNames, frameWording, screenNames } from '../wording/frame.ts'
import { useActions } from '../session/actions.tsx'
import { useAppState, useChangeSettings, useSettings } from '../session/app-state.tsx'
import { AsOfPicker } from './as-of-picker.tsx'
import { BookMenu } from './book-menu.tsx'
import { KeyHint } from '../session/key-hint.tsx'
import { Mark } from '../components/mark.tsx'
import classes from './top-bar.module.css'

/** Book, as-of date and tolerance at the left; commands, privacy and theme at the right. */
export function TopBar() {
  const { book } = useAppState()
  const actions = useActions()
  return (
    <header className={classes.bar}>
      <Mark />
      {book ? (
        <>
          <BookMenu book={book} />
          <span className={classes.rule} />
          {book.empty ? null : <AsOfPicker />}
          <Tolerance amount={book.tolerance} />
        </>
      ) : (
        <span className={classes.product}>{frameWording.product}</span>
      )}
      <div className={classes.right}>
        <Tooltip label={<KeyHint action="palette">{actionNames.palette}</KeyHint>}>
          <Button
            leftSection={<IconSearch size={14} />}
            rightSection={<KeyHint action="palette" />}
            className={classes.commands ?? ''}
            title={frameWording.paletteLabel}
            onClick={() => actions.run('palette')}
          >
            {frameWording.palette}
          </Button>
        </Tooltip>
        <PrivacyToggle />
        <ThemeMenu />
        <Tooltip label={<KeyHint action="shortcuts">{actionNames.shortcuts}</KeyHint>}>
          <ActionIcon aria-label={actionNames.shortcuts} onClick={() => actions.run('shortcuts')}>
            <IconKeyboard size={17} />
          </ActionIcon>
        </Tooltip>
        {book ? null : (
          <Tooltip label={screenNames.settings}>
            <ActionIcon aria-label={screenNames.settings} onClick={() => goTo({ screen: 'settings' })}>
              <IconSettings size={17} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
    </header>
  )
}

function Tolerance({ amount }: { readonly amount: string }) {
  const { money } = useFormats()
  return (
    <Tooltip label={frameWording.toleranceLabel(money(amount))}>
      <UnstyledButton
        className={`${classes.fact} ${classes.tolerance}`}
        aria-label={frameWording.toleranceLabel(money(amount))}
        onClick={() => goTo({ screen: 'settings' })}
      >
        <span className={classes.label}>{frameWording.tolerance}</span> {money(amount)}
      </UnstyledButton>
    </Tooltip>
  )
}

function PrivacyToggle() {
  const { privacy } = useSettings()
  const actions = useActions()
  const label = privacy ? frameWording.privacyOn : frameWording.privacyOff
  return (
    <Tooltip label={<KeyHint action="toggle-privacy">{label}</KeyHint>}>
      <ActionIcon
        aria-label={label}
        aria-pressed={privacy}
        variant={privacy ? 'light' : 'subtle'}
        color={privacy ? 'ink' : 'gray'}
        onClick={() => actions.run('toggle-privacy')}
      >
        {privacy ? <IconEyeOff size={17} /> : <IconEye size={17} />}
      </ActionIcon>
    </Tooltip>
  )
}

const themeIcons = { system: IconDeviceDesktop, light: IconSun, dark: IconMoon }
const themes: readonly Settings['theme'][] = ['system', 'light', 'dark']

function ThemeMenu() {
  const { theme } = useSettings()
  const change = useChangeSettings()
  const Icon = themeIcons[theme]
  const label = frameWording.themeLabel(frameWording.themes[theme])
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon aria-label={label}>
            <Icon size={17} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{frameWording.theme}</Menu.Label>
        <Menu.RadioGroup value={theme} onChange={(value) => void change({ theme: value as Settings['theme'] })}>
          {themes.map((name) => (
            <Menu.RadioItem key={name} value={name}>
              {frameWording.themes[name]}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  )
}
