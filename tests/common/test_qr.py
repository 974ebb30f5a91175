"""QR codes as drawings in the page."""

import re

from common.qr import svg


def test_drawing_holds_no_style_no_size_and_nothing_of_its_text():
    drawing = svg("http://liaison.example/enter/abc/")
    assert re.match(r'<svg viewBox="0 0 \d+ \d+" class="qr">', drawing)
    assert "style" not in drawing
    assert "example" not in drawing


def test_drawing_of_an_address_is_its_own():
    assert svg("http://liaison.example/enter/a/") != svg("http://liaison.example/enter/b/")
