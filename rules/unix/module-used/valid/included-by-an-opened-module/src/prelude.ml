include System
