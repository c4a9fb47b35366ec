import { Input, SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core'
import type { Settings } from '../../../shared/contract/settings.ts'
import { MoneyText } from '../../components/figures.tsx'
import { Panel } from '../../components/panel.tsx'
import { useFormats } from '../../formats/use-formats.tsx'
import { useChangeSettings, useSettings } from '../../session/app-state.tsx'
import { notifyProblem } from '../../session/notify.tsx'
import { settingsWording as words } from '../../wording/settings.ts'
import classes from './settings.module.css'

const zooms = [0.75, 0.85, 1, 1.15, 1.3, 1.5, 1.75, 2]
const example = { amount: '1234567.89', negative: '-1204.5', day: '2026-08-13' }

/** Theme, size, locale and privacy, kept on this machine. */
export function AppearancePanel() {
  const settings = useSettings()
  const changeSettings = useChangeSettings()
  const formats = useFormats()
  const change = (part: Parameters<typeof changeSettings>[0]): void => void changeSettings(part).catch(notifyProblem)
  return (
    <Panel title={words.appearance}>
      <Stack gap="md" align="flex-start">
        <Input.Wrapper label={words.theme} labelElement="div">
          <SegmentedControl
            display="flex"
            aria-label={words.theme}
            data={(['system', 'light', 'dark'] as const).map((value) => ({ value, label: words.themes[value] }))}
            value={settings.theme}
            onChange={(theme) => change({ theme: theme as Settings['theme'] })}
          />
        </Input.Wrapper>
        <Select
          label={words.zoom}
          description={words.zoomHelp}
          w={220}
          data={[...new Set([...zooms, settings.zoom])]
            .toSorted((a, b) => a - b)
            .map((zoom) => ({ value: String(zoom), label: formats.percent(zoom) }))}
          value={String(settings.zoom)}
          allowDeselect={false}
          onChange={(zoom) => zoom !== null && change({ zoom: Number(zoom) })}
        />
        <div>
          <Select
            label={words.locale}
            w={300}
            maw="100%"
            mb={6}
            data={[
              { value: 'system', label: words.localeSystem(navigator.language) },
              ...Object.entries(words.localeNames).map(([value, label]) => ({ value, label })),
            ]}
            value={settings.locale}
            allowDeselect={false}
            searchable
            onChange={(locale) => locale !== null && change({ locale })}
          />
          <div className={classes.example} aria-live="polite">
            <Text size="xs" c="dimmed">
              {words.localeExample}
            </Text>
            <MoneyText value={example.amount} /> · <MoneyText value={example.negative} /> · {formats.date(example.day)}
          </div>
        </div>
        <Switch
          label={words.privacy}
          description={words.privacyHelp}
          checked={settings.privacy}
          onChange={(event) => change({ privacy: event.currentTarget.checked })}
        />
      </Stack>
    </Panel>
  )
}
