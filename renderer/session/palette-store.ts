import { createSpotlight } from '@mantine/spotlight'

/** Whether the palette is open and what is typed into it; `palette` opens and closes it. */
export const [paletteStore, palette] = createSpotlight()
