"""What a WSGI server loads, and the flask command."""

import os
import sys

from app import create_app
from app.vault import VaultError
from config import Config, ConfigError

os.umask(0o077)  # whatever is kept here is for nobody else on the machine
try:
    app = create_app(Config.from_env(os.environ))
except (ConfigError, VaultError, OSError) as error:
    sys.exit(str(error))
