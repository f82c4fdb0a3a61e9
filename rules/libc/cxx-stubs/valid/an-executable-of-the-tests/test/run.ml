external reference : int -> int = "reference"
