"""Thirty more invented messages, typed as in a messenger on Thursday 14 May 2026: abbreviations, weekdays, telephones,
classes and hours beside the counts. Written before the rules were looked at; the partners and places are those of
messages.py. As there: anything proposed beyond this, or different, is an error."""

from tests.cases.messages import CULTURE, ECONOMIC, EDUCATION, LIBRARY, LYCEUM, PALACE, SOCIAL

GYMNASIUM, MUSEUM, CENTRE = ("Гімназія № 12",), ("Краєзнавчий музей",), ("Міський центр зайнятості",)

TYPED: list[tuple[str, dict[str, object]]] = [
    (
        "завтра о 14:00 в гімназії №12 майстер-клас з паперопластики для 5-Б кл. 26 чол",
        {
            "date": "2026-05-15",
            "form": "master_class",
            "partners": GYMNASIUM,
            "directions": EDUCATION,
            "participants": 26,
        },
    ),
    (
        "В четвер о 14 зустріч з ліцеєм №5 Обрій, прийде 2 класи",
        {"form": "meeting", "partners": LYCEUM, "directions": EDUCATION},
    ),
    (
        "Дівчата, у п'ятницю 15.05 концерт у ПК Світанок! Поч. о 17.30, вхід вільний",
        {"date": "2026-05-15", "form": "concert", "partners": PALACE, "directions": CULTURE},
    ),
    (
        "вчора 6-А та 6-Б (48 уч.) ходили в музей краєзнавчий на екскурсію",
        {"date": "2026-05-13", "participants": 48, "children": 48},
    ),
    (
        "Тел. для запису на курси 050 123 45 67, група 12 дітей, бібл. №3",
        {"children": 12, "form": "course", "partners": LIBRARY, "directions": CULTURE},
    ),
    (
        "сьогодні 3 групи по 12 дітей були на лекції в центрі зайнятості",
        {"date": "2026-05-14", "form": "lecture", "partners": CENTRE, "directions": ECONOMIC, "children": 36},
    ),
    (
        "13.05 - турнір з шахів, 1 місце Іваненко, 2 місце Петренко, всього 22 учасн.",
        {"date": "2026-05-13", "form": "competition", "participants": 22},
    ),
    (
        "Колеги нагадую, здати звіти до 20 травня!!! І план на червень",
        {},
    ),
    (
        "Сьогодні у нас тренінг «Безпека в мережі» 8-11 класи, 64 учні, 3 вчителі",
        {
            "date": "2026-05-14",
            "title": "Тренінг «Безпека в мережі»",
            "form": "training",
            "children": 64,
            "adults": 3,
        },
    ),
    (
        "минулої середи 20 батьків і 18 дітей прибирали парк Перемоги разом із ГО Зелений простір",
        {
            "date": "2026-05-06",
            "adults": 20,
            "children": 18,
            "partners": ("ГО «Зелений простір»",),
            "directions": SOCIAL,
            "place": "парк Перемоги",
        },
    ),
    (
        "МК «Писанка» перенесли з 10 на 17 травня",
        {"title": "МК «Писанка»", "form": "master_class", "date": "2026-05-17"},
    ),
    (
        "Фестиваль «Барви» не відбувся через тривогу, буде 28.05 у палаці культури Світанок",
        {
            "title": "Фестиваль «Барви»",
            "form": "festival",
            "date": "2026-05-28",
            "partners": PALACE,
            "directions": CULTURE,
        },
    ),
    (
        "Пишу за Олену: 12-го були в бібліотеці, діти 4-х класів, десь 60 чоловік, вед. Марія Іванівна 0671234567",
        {"date": "2026-05-12", "participants": "about 60"},
    ),
    (
        "25 травня з 10 до 13 год свято останнього дзвоника, чекаємо 300 гостей",
        {"date": "2026-05-25", "form": "celebration", "participants": 300},
    ),
    (
        "зібрали 3 коробки книжок і 1500 грн для дитбудинку, акція тривала тиждень",
        {"form": "action", "funds": 1500},
    ),
    (
        "Учора онлайн в зумі семінар, 35 педагогів, код 812 4456 7781",
        {"date": "2026-05-13", "place": "онлайн", "form": "seminar", "adults": 35},
    ),
    (
        "Олено Петрівно дд! 9 травня 2026р. змагання ДЮСШ №1 у парку Перемоги, 4 команди по 6",
        {
            "date": "2026-05-09",
            "form": "competition",
            "partners": ("ДЮСШ № 1",),
            "place": "парк Перемоги",
        },
    ),
    (
        "у травні провели 4 лекції в бібліотеці №3, всього 112 дітей",
        {"date": "2026-05-01/2026-05-31", "partners": LIBRARY, "directions": CULTURE, "children": 112},
    ),
    (
        "Було дітей 25 з них 2 з ООП, дорослих 4. Виставка «Мій край», музей",
        {
            "children": 25,
            "inclusive_children": 2,
            "adults": 4,
            "title": "Виставка «Мій край»",
            "form": "exhibition",
        },
    ),
    (
        "в понеділок 11 числа о 9:30 бесіда з психологом, каб. 204, 19 учнів 9 кл",
        {"date": "2026-05-11", "form": "lecture", "children": 19},
    ),
    (
        "1-3 червня табір денного перебування, 45 дітей 7-10 років",
        {"date": "2026-06-01/2026-06-03", "form": "camp", "children": 45},
    ),
    (
        "ТОВ Хлібодар дає 200 пиріжків на ярмарок у суботу, дзвонити Світлані +380 67 555 12 34",
        {"partners": ("ТОВ «Хлібодар»",), "directions": ECONOMIC, "form": "charity"},
    ),
    (
        "Дякуємо гімназії 12 за зал! Конкурс «Читець року» 30.04, 17 читців, журі 5 осіб",
        {
            "partners": GYMNASIUM,
            "directions": EDUCATION,
            "title": "Конкурс «Читець року»",
            "form": "contest",
            "date": "2026-04-30",
        },
    ),
    (
        "післязавтра екскурсія, автобус на 50 місць, дітей 38 + 4 супроводжуючих",
        {"date": "2026-05-16", "children": 38, "adults": 4},
    ),
    (
        "Приходили волонтери з універу 8 людей, малювали з дітками (приблизно 30) сьогодні зранку",
        {"date": "2026-05-14", "volunteers": 8, "children": "about 30"},
    ),
    (
        "Наказ №45 від 05.05.2026 про проведення конкурсу. Конкурс 22.05.2026, учасників до 100",
        {"date": "2026-05-22", "form": "contest", "participants": "most 100"},
    ),
    (
        "кл. керівникам 7-х: завтра на 3 уроці концерт школи мистецтв №2, актова зала ліцею, усі 120 учнів",
        {
            "date": "2026-05-15",
            "form": "concert",
            "place": "актова зала ліцею",
            "children": 120,
            "partners": ("Мистецька школа № 2",),
            "directions": CULTURE,
        },
    ),
    (
        "Скинула фото на https://example.org/a/1 з майстер-класу «Глина», 14 дітей 3 дор.",
        {
            "title": "Майстер-клас «Глина»",
            "form": "master_class",
            "media_links": ("https://example.org/a/1",),
            "children": 14,
            "adults": 3,
        },
    ),
    (
        "їдемо 20-21.05 на фестиваль, треба 2 автобуси, по 700 грн з дитини, буде 40 дітей",
        {"date": "2026-05-20/2026-05-21", "form": "festival", "children": 40},
    ),
    (
        "до Дня матері (10.05) зробили 86 листівок, 22 дитини гурток «Чомусик», кер. Коваль О.П.",
        {"date": "2026-05-10", "children": 22},
    ),
]
