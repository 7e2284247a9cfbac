"""From a spreadsheet to the base: sheet, drafts or problems, plan, receipt."""
