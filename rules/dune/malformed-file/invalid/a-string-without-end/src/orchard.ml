let name = "orchard
let rows = 3
