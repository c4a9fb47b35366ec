/** What the connection between the page and the core says. */
export const connectionWording = {
  lost: 'The connection to Tieout is lost. Trying to reach it again.',
  noToken:
    'This address opens Tieout only together with its token. Open the address that Tieout printed when it started.',
  noFilePath: (name: string) => `The system does not say where ${name} lies. Choose it with the file dialog instead.`,
  uploadFailed: (name: string) => `${name} could not be copied.`,
  cancelled: 'Cancelled. The book holds what it held before.',
  unexpected: 'Something unexpected happened.',
}
