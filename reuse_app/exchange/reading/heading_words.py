"""Headings in many languages, and words by which a heading that nobody knows as a whole is likely to be meant."""

from collections.abc import Mapping

BY_LANGUAGE: Mapping[str, str] = {
    "name": (
        "bezeichnung fähigkeit capacité capacidad capacità capacidade vermogen förmåga zdolność nom nombre nome "
        "naam nazwa název nume namn navn nimi isim название наименование имя назва способность όνομα ονομασία "
        "שם الاسم اسم ชื่อ 이름 명칭 기능명 역량 시스템명 名前 名称 名稱 項目 項目名 機能 機能名 能力 能力名 "
        "能力名称 システム名 製品名 品名 项目 项目名称 business_application it_component application_component"
    ),
    "owner": (
        "assignee assigned_to managed_by person lead steward custodian verantwortlich verantwortliche "
        "verantwortlicher verantwortung eigentümer eigentümerin besitzer besitzerin ansprechpartner zuständig "
        "abteilung responsable propriétaire propietario dueño titular responsabile proprietario responsável dono "
        "proprietário eigenaar verantwoordelijke właściciel odpowiedzialny vlastník odpovědný zodpovědný ansvarig "
        "ägare eier ansvarlig ejer omistaja vastuuhenkilö sahibi sorumlu владелец ответственный власник "
        "відповідальний υπεύθυνος בעלים אחראי المالك المسؤول เจ้าของ ผู้รับผิดชอบ 담당 담당자 책임자 소유자 부서 "
        "담당부서 负责人 負責人 责任人 所有者 负责部门 部门 担当 担当者 責任者 管理者 担当部署 部署"
    ),
    "description": (
        "short_description long_description beschreibung kurzbeschreibung descripción descrizione descrição "
        "omschrijving beschrijving opis popis beskrivning beskrivelse kuvaus açıklama описание опис περιγραφή "
        "תיאור الوصف คำอธิบาย 説明 概要 説明文 描述 说明 說明 简介 설명 개요"
    ),
    "evidence": (
        "nachweis beleg preuve prueba prova bewijs dowód důkaz bevis kanıt доказательство ссылка посилання odkaz "
        "länk lenke linkki bağlantı enlace lien collegamento verweis 証拠 根拠 リンク 链接 網址 网址 证据 링크 "
        "근거"
    ),
    "kind": (
        "art kategorie catégorie categoría categoria rodzaj druh tyyppi typ tür тип категория τύπος סוג النوع "
        "ประเภท 種類 種別 分類 类型 類型 类别 유형 종류 분류 object_type component_type element_type "
        "fact_sheet_type work_item_type item_type issue_type sys_class_name"
    ),
    "build_cost_likely": (
        "kosten baukosten coût coûts costo costi coste costes custo custos koszt koszty náklady kostnad kostnader "
        "omkostning omkostninger kustannus kustannukset maliyet стоимость затраты вартість κόστος עלות التكلفة "
        "ต้นทุน 費用 コスト 開発費 成本 费用 建设成本 비용 개발비 aufwand effort efforts "
        "estimate aufwandsschätzung schätzung esfuerzo esforço inspanning arbeitsaufwand 工数 開発工数 工作量 공수"
    ),
    "checked": (
        "geprüft geprüft_am geprueft_am zuletzt_geprüft vérifié vérifié_le verificado revisado verificato "
        "gecontroleerd sprawdzono kontrollerad kontrollert проверено дата_проверки 確認日 確認 检查日期 核对日期 "
        "확인일 점검일 date_de_vérification date_de_révision fecha_de_revisión fecha_de_verificación data_di_verifica "
        "letzte_prüfung letzte_überprüfung überprüft überprüft_am prüfdatum"
    ),
    "reference": (
        "kennung kennzeichen identifiant identificador codice código code kod номер код 番号 編号 管理番号 编号 "
        "編號 번호 관리번호 sys_id oid record_id external_id externalid"
    ),
    "trl": (
        "nrs technologiereifegrad technikreifegrad tmt nivel_de_madurez_tecnológica nmt "
        "niveau_de_maturité_technologique 技術成熟度 技术成熟度 기술성숙도"
    ),
}
"""By field other headings of it, with a _ between their words."""
LAST_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("name", "title"), "name"),
    **dict.fromkeys(("owner", "responsible", "steward", "assignee", "owned_by"), "owner"),
    **dict.fromkeys(("description", "desc", "notes", "abstract", "comments", "beschreibung"), "description"),
    **dict.fromkeys(("url", "link", "links", "website", "repo", "repository"), "evidence"),
    **dict.fromkeys(("id", "key", "guid", "uuid", "oid", "number"), "reference"),
    **dict.fromkeys(("type", "class"), "kind"),
    **dict.fromkeys(("trl",), "trl"),
    **dict.fromkeys(("cost", "costs", "kosten", "aufwand", "effort"), "build_cost_likely"),
}
"""What a heading is likely to hold that ends with a word, such as “Card name”; it is told."""
FIRST_WORDS: Mapping[str, str] = {"owner": "owner", "link": "evidence", "name": "name", "description": "description"}
ENDS: Mapping[str, str] = {
    "low": (
        "low lowest min minimum minimal minimo mínimo minimale optimistic optimistisch optimiste best niedrig tief "
        "untere untergrenze bas basse bajo baja basso bassa baixo laag låg lav niski 最小 最低 下限"
    ),
    "likely": (
        "likely most expected estimated estimate typical wahrscheinlich erwartet geschätzt probable estimé estimée "
        "estimés estimado estimada stimato stimata probabile provável geschat beräknad 見積 概算"
    ),
    "high": (
        "high highest max maximum maximal maximo máximo massimo maximale pessimistic pessimistisch pessimiste worst "
        "hoch obere obergrenze haut haute alto alta hoog hög høy wysoki 最大 最高 上限"
    ),
}
"""What the ends of a range of costs are called, and what stands between them."""
GROUPS = frozenset({"component_s"})
"""Headings that look like the name of something and say to what it belongs, as in an export of tickets."""
NOTES = frozenset(
    {
        "notes", "note", "comment", "comments", "remark", "remarks", "abstract", "bemerkung", "bemerkungen",
        "anmerkung", "anmerkungen", "kommentar", "kommentare", "commentaire", "commentaires", "remarque", "remarques",
        "notas", "comentario", "comentarios", "opmerking", "opmerkingen", "uwagi", "備考", "メモ", "备注", "備註",
        "비고"
    }
)  # fmt: skip
"""Headings of what is said of something, which describes it where no other column does."""
OF_OTHERS = frozenset(
    {
        "parent", "project", "account", "user", "list", "file", "created", "creator", "modified", "updated",
        "author", "vendor", "supplier", "manufacturer", "customer", "company", "country", "city", "department",
        "location", "license", "licence", "status", "group", "category", "domain", "manager", "reporter",
        "assignee", "issue_id", "run", "annual", "yearly", "monthly", "operating", "maintenance", "support",
        "total", "unit", "platform", "risk", "team", "owner", "contact", "sprint", "board", "first", "last",
        "image", "logo", "email", "phone", "serial", "model", "version", "change", "next", "previous", "cycle",
        "free", "revenue", "value", "lifecycle", "data"
    }
)  # fmt: skip
"""Words in a heading that say that it is about something else, or a cost that is none of building."""
LEVEL_WORDS = (
    "l|lvl|level|levels|ebene|stufe|niveau|nivel|livello|niva|poziom|uroven|taso|seviye|tier|laag|уровень|рівень|レヘル"
    "|階層|層|级|级别|层级|層級|층|레벨|단계|ระด_บ"
)
"""What the level of a tree is called, spelled as headings are."""
