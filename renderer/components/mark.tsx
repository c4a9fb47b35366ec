import classes from './mark.module.css'

/** The sign of the product: two columns that tie out. */
export function Mark({ size = 22 }: { readonly size?: number }) {
  return (
    <svg className={classes.mark} width={size} height={size} viewBox="0 0 24 24" aria-hidden>
      <rect x="1" y="1" width="22" height="22" rx="5" fill="currentColor" />
      <path d="M5.5 7.5h5M5.5 12h5M13.5 7.5h5M13.5 12h5" stroke="var(--panel)" strokeWidth="2" strokeLinecap="round" />
      <path d="M5.5 16.2h13M5.5 18.8h13" stroke="var(--panel)" strokeWidth="1.4" strokeLinecap="round" />
    </svg>
  )
}
