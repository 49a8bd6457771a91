//! The first page: what this is, the layers, the provinces by region, and the other pages.

use crate::diagnostic::Language;
use crate::emit::documents::book::Book;
use crate::emit::documents::markdown::escape;
use crate::emit::documents::matrix::Region;
use crate::emit::documents::page::{Page, folder};
use crate::emit::documents::{Document, address, matrix};
use crate::model::LayerKind;

pub fn document(book: &Book<'_>) -> Document {
    let mut page = Page::new(book, address::INDEX, book.say("各省管局备案要求", "ICP filing requirements by province"));
    page.paragraph(book.say(
        "各省、自治区、直辖市通信管理局对 ICP 备案的要求，由规则文件生成，每条规则注明依据。",
        "What the provincial communications bureaus of China require of an ICP filing, generated from the rule files, every rule with its source.",
    ));
    other_languages(&mut page);
    layers(&mut page);
    provinces(&mut page);
    further(&mut page);
    page.document()
}

fn other_languages(page: &mut Page<'_>) {
    let book = page.book;
    let others = book.languages.iter().filter(|&&language| language != book.language);
    let links: Vec<String> = others
        .map(|&language| {
            let label = match language {
                Language::Chinese => "中文",
                Language::English => "English",
            };
            page.link(label, &format!("../{}/{}", folder(language), address::INDEX))
        })
        .collect();
    if !links.is_empty() {
        page.paragraph(&book.listed(&links));
    }
}

fn layers(page: &mut Page<'_>) {
    let book = page.book;
    let bases = book.program.layers.iter().filter(|layer| match layer.kind {
        LayerKind::National | LayerKind::Provider => true,
        LayerKind::Province => false,
    });
    let bullets: Vec<String> = bases
        .map(|layer| {
            let kind = match layer.kind {
                LayerKind::National => book.say("全国", "national"),
                LayerKind::Provider => book.say("接入商", "access provider"),
                LayerKind::Province => book.say("省份", "province"),
            };
            book.aside(&page.link(&layer.label, &address::layer(layer)), kind)
        })
        .collect();
    page.heading(2, book.say("规则层", "Layers"));
    page.paragraph(book.say(
        "一份备案要同时满足全国、接入商和省份三层规则。",
        "A filing has to satisfy the national layer, that of its access provider and that of its province together.",
    ));
    page.bullets(&bullets);
}

fn provinces(page: &mut Page<'_>) {
    let book = page.book;
    page.heading(2, book.say("省份", "Provinces"));
    page.paragraph(book.say(
        "按地区列出；政策对照把一个地区各省的答复并排列出。",
        "By region; a comparison has what the bureaus of a region answer side by side.",
    ));
    let bullet = |region: &Region<'_>| {
        let links: Vec<String> =
            region.provinces.iter().map(|province| page.link(&province.label, &address::layer(province))).collect();
        let named = book.titled(&escape(region.label(book)), &book.listed(&links));
        book.aside(&named, &page.link(book.say("政策对照", "comparison"), &region.address()))
    };
    let bullets: Vec<String> = matrix::regions(book).iter().map(bullet).collect();
    page.bullets(&bullets);
}

fn further(page: &mut Page<'_>) {
    let book = page.book;
    let bullets = [
        page.link(book.say("政策问题", "Policies"), address::POLICIES),
        page.link(book.say("材料", "Materials"), address::MATERIALS),
        page.link(book.say("定义", "Definitions"), address::DEFINITIONS),
        page.link(book.say("词表", "Word lists"), address::WORDS),
        page.link(book.say("对照表", "Tables"), address::TABLES),
        page.link(book.say("备注模板", "Templates"), address::TEMPLATES),
        page.link(book.say("取值", "Values"), address::ENUMS),
    ];
    page.heading(2, book.say("其他页面", "Further pages"));
    page.bullets(&bullets);
}
