/** Files and folders that systems, spreadsheets and data platforms make for themselves, by their whole name. */
const ownNames: ReadonlySet<string> = new Set([
  // Windows
  'desktop.ini',
  'thumbs.db',
  'thumbs.db:encryptable',
  'autorun.inf',
  'hiberfil.sys',
  'pagefile.sys',
  'swapfile.sys',
  'ehthumbs.db',
  'ehthumbs_vista.db',
  '$recycle.bin',
  'recycler',
  'recycled',
  'system volume information',
  // macOS, whose folders have an icon in a file with a line end in its name; a Windows share writes it in its own way
  'icon\r',
  'icon\uF00D',
  '__macosx',
  'network trash folder',
  'temporary items',
  // Linux and network drives
  'lost+found',
  '@eadir',
  '@recycle',
  '@recently-snapshot',
  '#recycle',
  '#snapshot',
  '~snapshot',
  // What Spark, Hadoop, Athena and Glue write beside the data
  '_success',
  '_temporary',
  '_metadata',
  '_common_metadata',
  '_spark_metadata',
  '_delta_log',
])
const ownBeginnings = ['~$', '~wrl', '~wrd', '_started_', '_committed_']
const ownEnds = ['.csv.metadata', '.crc', '_$folder$']
/** What lies beside a book of Tieout, another one than the open one too: its log and guard, and the files that it keeps. */
const besideBook = /\.tieout\.(wal|guard|files|sync|tieout-(work|tmp)|rebuilding|restoring(\.wal)?)$/

/**
 * True for the name of a file or folder that no person made: it is never listed, wherever it lies. Takes one name, not
 * a path; names that begin with a point are hidden on every system that has them.
 */
export function isSystemFile(name: string): boolean {
  return name.startsWith('.') || isPlatformFile(name)
}

/** The same without the hidden names: in a bucket a folder may begin with a point because a person called it so. */
export function isPlatformFile(name: string): boolean {
  const lower = name.toLowerCase()
  return (
    ownNames.has(lower) ||
    ownBeginnings.some((beginning) => lower.startsWith(beginning)) ||
    ownEnds.some((end) => lower.endsWith(end)) ||
    besideBook.test(lower)
  )
}

/** True for what a browser has not finished, by the name it has until then; macOS makes a folder of it. */
export function isUnfinishedDownload(name: string, isFolder = false): boolean {
  return isFolder
    ? /.\.download$/i.test(name)
    : /.\.(crdownload|part|partial|download|opdownload|filepart)$/i.test(name)
}

/** True for what stands in place of a file that lies in iCloud only. */
export function isCloudPlaceholder(name: string): boolean {
  return /^\..+\.icloud$/i.test(name)
}

const copyOf = /^(copy of|kopie von|copie de|copia de|kopia av|kopi av|cópia de) /i
const copyEnd =
  / ?[(（]\d{1,3}[)）]$|[ –—-]+(copy|kopie|copie|copia|cópia|kopia|kopi|kópia|kopya|копия|コピー|副本|복사본)( ?[(（]?\d{1,3}[)）]?)?$|のコピー( ?\d{1,3})?$|\(.*conflicted copy.*\)$/i

/** True for the name that a browser or a system gives to the second of two files: "report (1).csv", "report - Copy.csv". */
export function isCopyName(name: string): boolean {
  const stem = name.replace(/\.gz$/i, '').replace(/\.[^.]*$/, '')
  return copyOf.test(stem) || copyEnd.test(stem)
}
