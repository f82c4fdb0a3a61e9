let ring () = Io_page.get 1
