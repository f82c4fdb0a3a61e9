let rows = Rows.all
