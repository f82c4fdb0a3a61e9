let size = Files.size
