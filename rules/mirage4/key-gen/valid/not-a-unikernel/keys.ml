let name = Key_gen.name ()
