// Entry of the desktop application, built to dist/main/app.js, which `main` in package.json names. After `npm run build`,
// `electron <folder of package.json> [book.tieout]` starts it; `TIEOUT_DATA` moves its data folder, as everywhere.
// Nothing may be awaited before `runApplication` is called.
import {
  BrowserWindow,
  Menu,
  MessageChannelMain,
  app,
  dialog,
  ipcMain,
  nativeTheme,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  utilityProcess,
} from 'electron'
import { join } from 'node:path'
import { defaultDataFolder } from '../../app/data-folder.ts'
import { openLog } from '../../service/log.ts'
import { runApplication } from './application.ts'

const built = import.meta.dirname
const dataFolder = defaultDataFolder()
const log = openLog(join(dataFolder, 'logs'))

void runApplication(
  {
    app,
    BrowserWindow,
    dialog,
    ipcMain,
    Menu,
    MessageChannelMain,
    nativeTheme,
    protocol,
    safeStorage,
    screen,
    session,
    shell,
    utilityProcess,
  },
  {
    platform: process.platform,
    dataFolder,
    // A data folder of one's own holds everything.
    booksFolder: process.env['TIEOUT_DATA'] ? join(dataFolder, 'books') : null,
    pageFolder: join(built, '../renderer'),
    preload: join(built, 'preload.cjs'),
    engineScript: join(built, 'engine-process.js'),
    sampleFolder: app.isPackaged ? join(process.resourcesPath, 'sample') : join(built, '../../assets/sample'),
    arguments: process.argv.slice(app.isPackaged ? 1 : 2),
    workingDirectory: process.cwd(),
    log: (line) => log.problem('desktop', line),
  },
)
