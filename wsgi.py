"""What a WSGI server loads, and the flask command."""

import os
import sys

from app import create_app
from app.vault import VaultError
from config import Config, ConfigError

try:
    app = create_app(Config.from_env(os.environ))
except (ConfigError, VaultError, OSError) as error:
    sys.exit(str(error))
