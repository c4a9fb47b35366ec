import ExcelJS from 'exceljs'

/** The workbook an accountant would make: references and amounts on two sheets, a VLOOKUP and a difference per row. */
export async function lookupWorkbook(path: string, disbursedRows: number, billedRows: number): Promise<void> {
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: path, useSharedStrings: false })
  const disbursed = workbook.addWorksheet('Disbursed')
  for (let row = 1; row <= disbursedRows; row++)
    disbursed
      .addRow([
        reference((row * 7919) % billedRows),
        row,
        { formula: `VLOOKUP(A${row},Billed!A$1:B$${billedRows},2,0)` },
        { formula: `B${row}-C${row}` },
      ])
      .commit()
  disbursed.commit()
  const billed = workbook.addWorksheet('Billed')
  for (let row = 0; row < billedRows; row++) billed.addRow([reference(row), row]).commit()
  billed.commit()
  await workbook.commit()
}

/** Twenty-six letters and digits in no order, as AWS prints them. */
function reference(number: number): string {
  return `${((number + 1) * 2654435761).toString(36)}${(number * 40503 + 7).toString(36)}transactionreference`.slice(
    0,
    26,
  )
}
