"""The language of a text: small words decide where they clearly do, and never for a language they do not know."""

import pytest

from crawler.knowledge.spoken import language_of

TEXTS = {
    "nl": "Bij ons vind je alles voor de tuin. Wij helpen je graag met het kiezen van de juiste plant en leveren bij je thuis. "
    "Heb je een vraag over je bestelling, kijk dan op de pagina met vragen of neem contact met ons op.",
    "en": "We make all of our teapots by hand in a small workshop and send them to you in plastic-free packing. If you have any "
    "questions about your order, you can find the answers on our help page or get in touch with us.",
    "de": "Wir binden jeden Morgen die Blumen für Sie und liefern sie am nächsten Tag zu Ihnen nach Hause. Haben Sie eine Frage "
    "zu der Bestellung, so finden Sie hier alle Informationen, oder Sie nehmen den Kontakt mit uns auf.",
    "fr": "Nous choisissons les livres avec soin et nous vous les envoyons dans la semaine. Avez-vous une question sur votre "
    "commande ? Vous trouverez ici toutes les informations, ou écrivez-nous par le formulaire de la page.",
    "es": "Elegimos los libros con cuidado y los enviamos en una semana. Si tiene una pregunta sobre su pedido, aquí encontrará "
    "toda la información, o puede escribirnos con el formulario de esta página de la tienda.",
}
UNKNOWN = {
    "ro": "Alegem cărțile cu grijă și le trimitem într-o săptămână. Dacă aveți o întrebare despre comandă, aici găsiți "
    "toate informațiile, sau ne puteți scrie prin formularul de pe această pagină a magazinului.",
    "ca": "Triem els llibres amb cura i els enviem en una setmana. Si teniu una pregunta sobre la vostra comanda, aquí trobareu "
    "tota la informació, o podeu escriure'ns amb el formulari d'aquesta pàgina de la botiga.",
    "sk": "Knihy vyberáme starostlivo a posielame ich do týždňa. Ak máte otázku k objednávke, tu nájdete všetky informácie.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_of_a_known_language_is_told_by_its_small_words(code: str) -> None:
    assert language_of(TEXTS[code]) == code


@pytest.mark.parametrize("code", UNKNOWN)
def test_a_text_of_another_language_is_left_to_the_model(code: str) -> None:
    assert language_of(UNKNOWN[code]) == ""
