"""The product's settings with the kinds of job beside this file."""

from simulacro.config import settings as product

globals().update({name: getattr(product, name) for name in dir(product) if name.isupper()})
INSTALLED_APPS = [*product.INSTALLED_APPS, "tests.slow_jobs"]
ROOT_URLCONF = "tests.slow_jobs.urls"
