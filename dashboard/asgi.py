"""The pages and their JSON twin on one port: ``streamlit run dashboard/asgi.py``."""

from streamlit import App

from dashboard import api

app = App("app.py", routes=api.routes())
