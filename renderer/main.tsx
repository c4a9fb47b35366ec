import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/dropzone/styles.css'
import '@mantine/notifications/styles.css'
import '@mantine/spotlight/styles.css'
import '@mantine/charts/styles.css'
import './theme/colors.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { shareStyleNonce } from './theme/nonce.ts'

shareStyleNonce()

const root = document.getElementById('root')
if (!root) throw new Error('The page has no element for the application.')

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
)
