import { themeQuartz } from 'ag-grid-community'

/** Height of a row and of the head in pixels. */
export const rowHeight = 28
export const headerHeight = 40

/** Height of a row of totals, whose label has two lines. */
export const totalsHeight = 38

/** The look of all grids. Colours are the page's own variables, so that light and dark follow by themselves. */
export const gridTheme = themeQuartz.withParams({
  accentColor: 'var(--accent)',
  browserColorScheme: 'inherit',
  backgroundColor: 'var(--panel)',
  dataBackgroundColor: 'var(--panel)',
  foregroundColor: 'var(--text)',
  textColor: 'var(--text)',
  cellTextColor: 'var(--text)',
  subtleTextColor: 'var(--quiet)',
  borderColor: 'var(--line)',
  chromeBackgroundColor: 'var(--page)',
  headerBackgroundColor: 'var(--page)',
  headerTextColor: 'var(--quiet)',
  headerColumnResizeHandleColor: 'var(--line-strong)',
  rowHoverColor: 'var(--hover)',
  selectedRowBackgroundColor: 'var(--accent-soft)',
  pinnedRowBackgroundColor: 'var(--page)',
  pinnedRowFontWeight: 600,
  iconColor: 'var(--quiet)',
  tooltipBackgroundColor: 'var(--raised)',
  tooltipTextColor: 'var(--text)',
  fontFamily: 'inherit',
  fontSize: 13,
  dataFontSize: 13,
  headerFontSize: 12,
  headerFontWeight: 600,
  headerHeight,
  rowHeight,
  cellHorizontalPadding: 9,
  spacing: 6,
  borderRadius: 0,
  wrapperBorderRadius: 0,
  wrapperBorder: false,
  columnBorder: false,
  rowBorder: { color: 'var(--line)', width: 1, style: 'solid' },
  pinnedColumnBorder: { color: 'var(--line-strong)', width: 1, style: 'solid' },
})
