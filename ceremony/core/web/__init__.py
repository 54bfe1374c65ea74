"""What all pages share: who may, forms, errors, security headers."""
