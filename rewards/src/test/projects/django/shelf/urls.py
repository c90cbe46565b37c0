from django.urls import path


def fall(request):
    raise RuntimeError("the shelf fell")


urlpatterns = [path("fall/", fall)]
