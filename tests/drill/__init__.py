"""make restore-drill: everything is destroyed, and has to come back exactly."""
