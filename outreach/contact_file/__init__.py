"""A file of partners and contacts: read as a sheet, then checked row by row."""
