import { useIsFetching } from '@tanstack/react-query'
import classes from './frame.module.css'

/** A thin line under the top bar while the core works something out; it comes late, so that quick answers do not flicker. */
export function BusyBar() {
  return useIsFetching() > 0 ? <div className={classes.busy} aria-hidden /> : null
}
