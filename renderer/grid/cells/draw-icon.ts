import type { Icon } from '../../components/state-icons.ts'

const svg = 'http://www.w3.org/2000/svg'

/** Class names for the parts of an icon. */
export interface IconClasses {
  readonly icon?: string | undefined
  readonly dashed?: string | undefined
  readonly filled?: string | undefined
}

/** An icon as an element, for cells and heads of columns, which are drawn without React. */
export function drawIcon({ circle, lines, filled }: Icon, classes: IconClasses): SVGSVGElement {
  const icon = document.createElementNS(svg, 'svg')
  icon.setAttribute('viewBox', '0 0 24 24')
  icon.setAttribute('aria-hidden', 'true')
  if (classes.icon) icon.setAttribute('class', classes.icon)
  if (circle) {
    const part = document.createElementNS(svg, 'circle')
    for (const [name, value] of [
      ['cx', '12'],
      ['cy', '12'],
      ['r', '9'],
    ] as const)
      part.setAttribute(name, value)
    if (circle === 'dashed' && classes.dashed) part.setAttribute('class', classes.dashed)
    icon.append(part)
  }
  for (const [path, name] of [
    [filled, classes.filled],
    [lines, undefined],
  ] as const) {
    if (!path) continue
    const part = document.createElementNS(svg, 'path')
    part.setAttribute('d', path)
    if (name) part.setAttribute('class', name)
    icon.append(part)
  }
  return icon
}
