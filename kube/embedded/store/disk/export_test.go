package disk

// Seal is what a value looks like in the file.
var Seal = seal
