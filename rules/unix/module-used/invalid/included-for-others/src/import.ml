include Unix

let sleep = ignore
