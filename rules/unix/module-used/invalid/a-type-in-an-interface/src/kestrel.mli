val of_descr : Unix.file_descr -> int
