let ink = Nib.width
