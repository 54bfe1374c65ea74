"""For any WSGI server: `flask --app wsgi …`, `waitress-serve wsgi:app`; it never starts a worker."""

from ceremony.app import create_app

app = create_app()
