import {
  ActionIcon,
  Button,
  Checkbox,
  type CSSVariablesResolver,
  createTheme,
  Input,
  Kbd,
  type MantineColorsTuple,
  Menu,
  Modal,
  PasswordInput,
  Popover,
  SegmentedControl,
  Select,
  Switch,
  Table,
  TextInput,
  Tooltip,
} from '@mantine/core'
import { common } from '../wording/common.ts'

const ink: MantineColorsTuple = [
  '#eef4fb',
  '#dbe7f5',
  '#b6cee9',
  '#8fb4de',
  '#6e9dd4',
  '#5289ca',
  '#3a73b6',
  '#2a5d9c',
  '#1f4b81',
  '#153861',
]

const gray: MantineColorsTuple = [
  '#f6f7f9',
  '#eef0f3',
  '#e3e6eb',
  '#d5dae1',
  '#bfc6d0',
  '#98a2af',
  '#6b7583',
  '#545e6b',
  '#39414c',
  '#1e242c',
]

const dark: MantineColorsTuple = [
  '#e2e6ec',
  '#c4cbd5',
  '#9ba5b3',
  '#737e8d',
  '#39414d',
  '#2c333d',
  '#242a33',
  '#1b2027',
  '#14181e',
  '#0e1116',
]

/** Calm, dense, made for figures: one accent colour, system fonts, 13 pixel text. */
export const theme = createTheme({
  primaryColor: 'ink',
  primaryShade: { light: 7, dark: 6 },
  colors: { ink, gray, dark },
  black: '#1a1f27',
  autoContrast: false,
  fontFamily: "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', Menlo, Consolas, 'Liberation Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '18px' },
  lineHeights: { xs: '1.4', sm: '1.45', md: '1.5', lg: '1.5', xl: '1.5' },
  spacing: { xs: '6px', sm: '10px', md: '14px', lg: '20px', xl: '28px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '18px', lineHeight: '1.35' },
      h2: { fontSize: '14px', lineHeight: '1.4' },
      h3: { fontSize: '13px', lineHeight: '1.4' },
    },
  },
  defaultRadius: '4px',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray', size: 28 } }),
    Button: Button.extend({ defaultProps: { size: 'xs', variant: 'default' } }),
    Checkbox: Checkbox.extend({ defaultProps: { size: 'xs' } }),
    Input: Input.extend({ styles: { input: { fontSize: 13 } } }),
    InputWrapper: Input.Wrapper.extend({
      styles: { label: { fontSize: 13, marginBottom: 2 }, description: { fontSize: 12 }, error: { fontSize: 12 } },
    }),
    Kbd: Kbd.extend({ defaultProps: { size: 'xs' } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', withinPortal: true, withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        transitionProps: { duration: 100 },
        overlayProps: { backgroundOpacity: 0.35 },
        closeButtonProps: { 'aria-label': common.close },
        // A dialog has a head, and no banner: there is one, that of the page.
        attributes: { header: { role: 'presentation' } },
      },
      styles: {
        title: { fontSize: 15, fontWeight: 600 },
        content: { maxHeight: 'calc(100dvh / var(--zoom, 1) - 48px)' },
      },
    }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'xs' } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md' } }),
    SegmentedControl: SegmentedControl.extend({ defaultProps: { size: 'xs' } }),
    Switch: Switch.extend({ styles: { description: { fontSize: 12 }, label: { fontSize: 13 } } }),
    Select: Select.extend({ defaultProps: { size: 'xs', checkIconPosition: 'right' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 5, horizontalSpacing: 'sm' } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'xs' } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, multiline: true, maw: 340, fz: 'xs' } }),
  },
})

/** Mantine's quiet texts at a contrast of at least 4.5 to 1 on both surfaces. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': gray[7],
    '--mantine-color-placeholder': gray[6],
    '--mantine-color-error': '#b3261e',
  },
  dark: {
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-placeholder': '#8a95a4',
    '--mantine-color-error': '#ff9b91',
  },
})
