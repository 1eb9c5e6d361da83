"""What a form says of a wrong value, in the voice of the rest."""

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.forms import FileField
from django.utils import translation


def test_a_form_calls_people_tu() -> None:
    class Form(forms.Form):
        whole = forms.IntegerField(min_value=1)
        short = forms.CharField(max_length=2)
        chosen = forms.ChoiceField(choices=[("a", "A")])

    with translation.override("es"):
        said = Form({"whole": "0", "short": "abc", "chosen": "b"}).errors
        assert said["whole"] == ["Escribe 1 o más."]
        assert said["short"] == ["Caben hasta 2 caracteres (hay 3)."]
        assert said["chosen"] == ["Elige una de las opciones; «b» no está entre ellas."]


def test_a_file_is_called_the_same_everywhere() -> None:
    class Form(forms.Form):
        file = forms.FileField()

    with translation.override("es"):
        empty = SimpleUploadedFile("a.txt", b"")
        assert Form({}, {"file": empty}).errors["file"] == ["El archivo está vacío."]
        for words in FileField.default_error_messages.values():
            assert "fichero" not in str(words)
