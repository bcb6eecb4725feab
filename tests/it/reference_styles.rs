//! Lists of papers in the styles of references that tell names, title and venue by their signs.

use serde_json::Value;

use crate::support::{entries_of, text, texts};

/// `date | title | authors` of the entries of a page with a list of references.
fn listed(references: &[&str]) -> Vec<String> {
    let items = references.join("</li><li>");
    let page = format!(
        "<html><head><title>Ada Reed</title></head><body><main><h1>Ada Reed</h1><ol><li>{items}</li></ol></main></body></html>"
    );
    let line = |entry: &Value| {
        let [date, title] = ["/published/date", "/title"].map(|key| text(entry, key));
        format!("{date} | {title} | {}", texts(entry, "/authors").join("; "))
    };
    entries_of("page.html", page).iter().map(line).collect()
}

#[test]
fn signs_part_names_from_titles_without_links() {
    let chinese = [
        "李明,王芳. 高山湖泊的长期记忆[J]. 水利学报, 2024, 47(3): 512-525.",
        "王芳,赵强,李明. 冰川模型综述[J]. 地理学报, 2023, 34(8): 1-30.",
        "赵强. 老井水位测量研究[D]. 江南理工大学, 2022.",
    ];
    let japanese = [
        "山田太郎，佐藤花子，「湖の長い記憶について」，水文学会論文誌，Vol.65，No.4，pp.801-812，2024年4月．",
        "佐藤花子，「小さな氷のモデル」，水文学会論文誌，Vol.39，2023年3月．",
        "鈴木一郎，山田太郎，「魚が知る流れ」，第29回年次大会，2022年3月．",
    ];
    let russian = [
        "Петров А. В., Кузнецова М. И. Память горных озёр // Гидрология. 2024. Т. 133. № 2. С. 112–120.",
        "Орлов С. Н. Резонансы в ледниках // Письма. 2023. Т. 51. № 4. С. 8–11.",
        "Кузнецова М. И., Орлов С. Н. Датчики уровня воды // Приборы. 2022. № 6. С. 55–61.",
    ];
    let polish = [
        "Wójcik K., Nowak P., <i>Pamięć górskich jezior</i>, „Przegląd Wodny” 2024, nr 3, s. 15–32.",
        "Nowak P., <i>Modele lodu dla początkujących</i>, Wydawnictwo Nadwiślańskie, Kraków 2023.",
        "Zając M., Wójcik K., <i>Pomiary starych studni</i>, w: Materiały Konferencji, Gdańsk 2022.",
    ];
    for (references, wanted) in [
        (
            chinese,
            [
                "2024 | 高山湖泊的长期记忆 | 李明; 王芳",
                "2023 | 冰川模型综述 | 王芳; 赵强; 李明",
                "2022 | 老井水位测量研究 | 赵强",
            ],
        ),
        (
            japanese,
            [
                "2024-04 | 湖の長い記憶について | 山田太郎; 佐藤花子",
                "2023-03 | 小さな氷のモデル | 佐藤花子",
                "2022-03 | 魚が知る流れ | 鈴木一郎; 山田太郎",
            ],
        ),
        (
            russian,
            [
                "2024 | Память горных озёр | Петров А. В.; Кузнецова М. И.",
                "2023 | Резонансы в ледниках | Орлов С. Н.",
                "2022 | Датчики уровня воды | Кузнецова М. И.; Орлов С. Н.",
            ],
        ),
        (
            polish,
            [
                "2024 | Pamięć górskich jezior | Wójcik K.; Nowak P.",
                "2023 | Modele lodu dla początkujących | Nowak P.",
                "2022 | Pomiary starych studni | Zając M.; Wójcik K.",
            ],
        ),
    ] {
        assert_eq!(listed(&references), wanted);
    }
}

#[test]
fn names_right_before_a_linked_title_are_its_authors() {
    let inverted = [
        "Reed, A., Marsh, B. (2024). <a href=/1>How lakes remember storms</a>. <i>Soundings</i>, 17(2), 101-115.",
        "Marsh, B. (2023). <a href=/2>Old gauges and new</a>. <i>Rivers</i>, 9(1), 1-12.",
        "Hall, C., Reed, A. (2022). <a href=/3>Wells of the upper valley</a>. <i>Soundings</i>, 30, 44-60.",
    ];
    let commas = [
        "Ada Reed, Basil Marsh, <a href=/1>How lakes remember storms</a>, Journal of Gauges, no. 3, 2024.",
        "Basil Marsh, <a href=/2>Old gauges and new</a>, Journal of Lakes, 2023.",
        "Clara Hall, Ada Reed, <a href=/3>Wells of the upper valley</a>, Journal of Gauges, 2022.",
    ];
    let chinese = [
        "李明, 王芳. <a href=/1>高山湖泊的长期记忆</a>. 水利学报, 2024.",
        "王芳, 赵强, 李明. <a href=/2>冰川模型综述研究</a>. 地理学报, 2023.",
        "赵强. <a href=/3>老井水位测量研究</a>. 江南理工大学, 2022.",
    ];
    for (references, wanted) in [
        (
            inverted,
            [
                "2024 | How lakes remember storms | Reed, A.; Marsh, B.",
                "2023 | Old gauges and new | Marsh, B.",
                "2022 | Wells of the upper valley | Hall, C.; Reed, A.",
            ],
        ),
        (
            commas,
            [
                "2024 | How lakes remember storms | Ada Reed; Basil Marsh",
                "2023 | Old gauges and new | Basil Marsh",
                "2022 | Wells of the upper valley | Clara Hall; Ada Reed",
            ],
        ),
        (
            chinese,
            [
                "2024 | 高山湖泊的长期记忆 | 李明; 王芳",
                "2023 | 冰川模型综述研究 | 王芳; 赵强; 李明",
                "2022 | 老井水位测量研究 | 赵强",
            ],
        ),
    ] {
        assert_eq!(listed(&references), wanted);
    }
}

#[test]
fn references_of_a_text_may_run_over_several_lines() {
    let list = "                               Selected papers\n\n    \
        1. A. Reed, B. Marsh. How lakes remember storms. Proc. Lakes, 2023.\n    \
        2. A. Reed, C. Hall, and D. Brook. Old gauges and new. Soundings\n       24(3):1-51, 2023.\n    \
        3. A. Reed. Ice and noise. Cold Reports, 2022.\n    \
        4. D. Brook and A. Reed. Wells of the upper valley. In Lakes,\n       2023.\n";
    let found = entries_of("papers.txt", list);
    let titles: Vec<&str> = found.iter().map(|entry| text(entry, "/title")).collect();
    assert_eq!(
        titles,
        ["How lakes remember storms", "Old gauges and new", "Ice and noise", "Wells of the upper valley"]
    );
}
