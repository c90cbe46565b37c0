SECRET_KEY = "-".join(["no", "secret", "at", "all"])
INSTALLED_APPS = ["shelf"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "shelf.urls"
USE_TZ = True
