import { z } from 'zod'
import { filter, order } from './rows.ts'

/** How a grid looks: columns in order with widths, what is hidden, pinned and sorted. */
export const gridLayout = z.object({
  columns: z.array(
    z.object({
      name: z.string(),
      width: z.number().optional(),
      hidden: z.boolean().optional(),
      /** Whether it stays at the left; as the grid starts with, where nobody has said. */
      pinned: z.boolean().optional(),
    }),
  ),
  orderBy: z.array(order),
})
export type GridLayout = z.infer<typeof gridLayout>

/** Which rows a grid shows. They are those of one book, so nothing of it is kept for the next. */
export const gridNarrowing = z.object({ filters: z.array(filter), search: z.string() })
export type GridNarrowing = z.infer<typeof gridNarrowing>

/** A look together with a choice of rows. */
export const gridView = z.object({ ...gridLayout.shape, ...gridNarrowing.shape })
export type GridView = z.infer<typeof gridView>

/** What a person chose, kept in the data folder, not in the book. Unknown fields of a newer version are kept out. */
export const settings = z.object({
  theme: z.enum(['system', 'light', 'dark']).default('system'),
  /** 1 is normal size. */
  zoom: z.number().min(0.5).max(3).default(1),
  /** Locale of numbers and dates, for example `en-US`; `system` follows the machine. */
  locale: z.string().max(35).default('system'),
  /** Hides names and amounts on the screen. */
  privacy: z.boolean().default(false),
  railCollapsed: z.boolean().default(false),
  /** The width of the details beside a grid, as a share of both. */
  detailsShare: z.number().min(0.25).max(0.7).default(0.42),
  /** The look in use per grid, for every book. */
  grids: z.record(z.string(), gridLayout).default({}),
  /** Named views per grid; whoever saves one means its filters for other books too. */
  views: z.record(z.string(), z.record(z.string(), gridView)).default({}),
})
export type Settings = z.infer<typeof settings>

/** Some of the settings; `null` for a grid or a view removes it. */
export const settingsChange = z.object({
  theme: settings.shape.theme.unwrap().optional(),
  zoom: settings.shape.zoom.unwrap().optional(),
  locale: settings.shape.locale.unwrap().optional(),
  privacy: z.boolean().optional(),
  railCollapsed: z.boolean().optional(),
  detailsShare: settings.shape.detailsShare.unwrap().optional(),
  grids: z.record(z.string(), gridLayout.nullable()).optional(),
  views: z.record(z.string(), z.record(z.string(), gridView.nullable())).optional(),
})
export type SettingsChange = z.infer<typeof settingsChange>

/** What support needs to know, without paths of customers, names or amounts. */
export const diagnostics = z.object({
  version: z.string(),
  logFolder: z.string(),
  /** The report as text, ready to be pasted. */
  report: z.string(),
})
