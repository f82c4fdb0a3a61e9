let comment = "(* mirage-lint: disable *)"
