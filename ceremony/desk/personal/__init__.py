"""Personal data: what is kept of whom, handing it out, correcting and erasing it."""
