// Reads pages as the script of a browser extension for court records does, in jsdom: which kind of page
// is it, and which case, which document. Written from the table of patterns that clients of this kind go by
// (address and elements of each page); no line of any extension is in here.
//
// One line of JSON in for each page: {"name", "url", "html", "referrer", "cookie"}. One line out:
// {"name", "kinds": {kind: what was read}}.

import { createInterface } from "node:readline";
import { JSDOM, VirtualConsole } from "jsdom";

const COURT = /^\w+:\/\/(ecf|pacer)\.(\w+)(\.audio)?\.uscourts\.gov(\/.*)?$/;
const NONCE = /\?\w+-[\w-]+$/;
const FORM_PAGE = /\/(DktRpt|HistDocQry)\.pl\?(\d+|(&?\w+=[^&=\n]+)+)$/;
const PAPER = /\/(?:doc1|docs1)\/\d+|\/cgi-bin\/show_doc|servlet=ShowDoc/;
const RESTRICTED = /document is restricted|SEALED|do not allow it to be seen/i;

const words = (node) => (node?.textContent ?? "").replace(/\s+/g, " ").trim();
const quoted = (text) => [...(text ?? "").matchAll(/'([^']*)'/g)].map((found) => found[1]);
const docId = (id) => `${id.slice(0, 3)}0${id.slice(4)}`;
const digitsAtEnd = (text) => /(\d+)$/.exec(text ?? "")?.[1] ?? null;

class Page {
    constructor({ url, html, referrer, cookie }) {
        // Addresses are matched as the browser shows them; jsdom runs no script of the page.
        const quiet = new VirtualConsole();
        const dom = new JSDOM(html, { url, referrer: referrer || undefined, virtualConsole: quiet });
        this.url = url;
        this.document = dom.window.document;
        this.cookie = cookie ?? "";
        this.court = COURT.exec(url.toLowerCase())?.[2] ?? null;
        this.inputs = [...this.document.querySelectorAll("input")];
        this.last = this.inputs.at(-1);
        this.main = this.document.getElementById("cmecfMainContent");
        const hidden = this.document.querySelector("input[name=servlet]")?.value;
        this.servlet = new URL(url).searchParams.get("servlet")?.replace(/\/.*/, "") ?? hidden ?? null;
        this.referrer = this.document.referrer;
    }

    all(selector) {
        return [...this.document.querySelectorAll(selector)];
    }

    // The arguments of the call by which links of papers are opened: nine, in bankruptcy courts up to three more.
    call(element, attribute) {
        const told = quoted(/goDLS\(([^)]*)\)/.exec(element?.getAttribute(attribute) ?? "")?.[1]);
        return told.length === 9 || told.length === 10 ? told : null;
    }
}

const caseOfReferrer = (page) => /(?:DktRpt|HistDocQry)\.pl\?(\d+)$/.exec(page.referrer)?.[1] ?? null;

const KINDS = {
    login(page) {
        const ids = ["pscHeaderContainer", "loginForm:loginName", "loginForm:password"];
        if (page.court !== "login" || !page.url.includes("csologin/login.jsf")) return null;
        return ids.every((id) => page.document.getElementById(id)) ? {} : null;
    },

    redaction(page) {
        return page.court === "login" && page.document.getElementById("redactionConfirmation") ? {} : null;
    },

    docketForm(page) {
        if (!FORM_PAGE.test(page.url)) return null;
        return {
            case: page.document.querySelector("input#all_case_ids")?.value ?? null,
            number: Boolean(page.document.getElementById("case_number_text_area_0")),
            until: Boolean(page.document.querySelector("input[name=date_to]")),
        };
    },

    docket(page) {
        if (!/\/DktRpt\.pl/.test(page.url) || !NONCE.test(page.url)) return null;
        // A form that came back, and the question before a long report, are no dockets.
        if (page.all("input[name=date_from][type=radio]").length > 1 || !page.document.querySelector("tbody")) return null;
        const links = page.all("a[onclick]").map((a) => page.call(a, "onclick")).filter(Boolean);
        return { case: caseOfReferrer(page), cases: [...new Set(links.map((told) => told[1]))], links: links.length };
    },

    history(page) {
        return /\/HistDocQry\.pl/.test(page.url) && NONCE.test(page.url) ? { case: caseOfReferrer(page) } : null;
    },

    caseMenu(page) {
        if (!/iquery\.pl/.test(page.url) || !/[\d_-]+[A-Z]+[\d_-]+/.test(page.url)) return null;
        const title = words(page.document.querySelector("#cmecfMainContent>h2"));
        if (/Select a (Person|Case)/i.test(title)) return null;
        const last = [...(page.main?.querySelector("table")?.querySelectorAll("a") ?? [])].at(-1);
        return last ? { case: digitsAtEnd(last.href) } : null;
    },

    selectCase(page) {
        const receipt = page.all("th>font").some((font) => words(font).includes("Transaction Receipt"));
        const search = page.all("td>font").some((font) => words(font).includes("Search"));
        const title = words(page.document.querySelector("#cmecfMainContent>h2"));
        if (!/iquery\.pl/.test(page.url) || !receipt || !search || !/Select a Case/i.test(title)) return null;
        const links = [...page.main.querySelectorAll("a[href*='iquery.pl?']")];
        return { cases: links.map((a) => digitsAtEnd(a.href)) };
    },

    blankQuery(page) {
        return /iquery\.pl/.test(page.url) && !/[?&]/.test(page.url) && page.document.querySelector("form") ? {} : null;
    },

    attachmentMenu(page) {
        if (!PAPER.test(page.url) || !page.main) return null;
        const buttons = page.all("input[type=button]");
        const note = words(page.main).includes("view each document individually");
        const all = buttons.at(-1)?.value.includes("Download") ?? false;
        const title = words(page.main.querySelector("p")) === "Document Selection Menu";
        if (!all && !note && !title && !page.document.getElementById("file_too_big")) return null;
        return {
            case: /[?&]caseid=(\d+)/.exec(buttons.at(-1)?.getAttribute("onclick") ?? "")?.[1] ?? null,
            document: docId(/\/doc1\/(\d+)/.exec(page.url)[1]),
        };
    },

    singleDocument(page) {
        const accepts = ["View Document", "Accept Charges and Retrieve"].includes(page.last?.value);
        const image = page.all("td").map(words).find((told) => /Image|AUDIO|TRANSCRIPT/.test(told));
        if (page.servlet !== null || !PAPER.test(page.url) || !accepts || !image) return null;
        const numbers = /(\d+)-(\d+)/.exec(image.replace(/^.*?(Image|AUDIO|TRANSCRIPT)/, "")) ?? [];
        const row = page.all("tr").find((tr) => !tr.querySelector("tr") && words(tr).includes("Case Number"));
        const told = page.call(page.last.form, "onsubmit");
        return {
            case: told?.[1] ?? null,
            document: told ? docId(told[0].split("/").at(-1)) : null,
            number: numbers[1] ?? null,
            attachment: numbers[2] ?? null,
            docket: words(row?.querySelectorAll("td")[1]) || null,
        };
    },

    zip(page) {
        if (!/\/show_multidocs\.pl\?/.test(page.url) || page.last?.value !== "Download Documents") return null;
        const onwards = /parent\.location='(\/cgi-bin\/[^']+)'/.exec(page.last.getAttribute("onclick") ?? "")?.[1];
        return { case: /[?&]caseid=(\d+)/.exec(page.url)?.[1] ?? null, onwards: Boolean(onwards) };
    },

    combined(page) {
        const here = /\/show_multidocs\.pl\?.*zipit=0/.test(page.url);
        if (!here || page.inputs.length < 2 || page.last.value !== "View Document") return null;
        return { case: /[?&]caseid=(\d+)/.exec(page.url)?.[1] ?? null };
    },

    claims(page) {
        const title = words(page.document.querySelector("h2"));
        if (!/\/SearchClaims\.pl\?/.test(page.url) || !/Claims Register/.test(title)) return null;
        const link = page.all("a").find((a) => /DktRpt\.pl/.test(a.href));
        return { case: /\?(\d+)/.exec(link?.href ?? "")?.[1] ?? null };
    },

    paper(page) {
        const frame = /<iframe [^>]*src="([^"]+)"/.exec(page.document.documentElement.outerHTML);
        return frame && (PAPER.test(page.url) || /show_multidocs/.test(page.url)) ? { src: frame[1] } : null;
    },

    restricted(page) {
        const table = page.all("table").some((one) => words(one.querySelector("td")) === "Warning!");
        return table || page.all("b").some((b) => RESTRICTED.test(words(b))) ? {} : null;
    },

    appealSearch(page) {
        return page.servlet === "CaseSearch.jsp" ? {} : null;
    },

    appealFilter(page) {
        return page.servlet === "DocketReportFilter.jsp" ? {} : null;
    },

    appealQuery(page) {
        return page.servlet === "CaseQuery.jsp" ? {} : null;
    },

    appealSelection(page) {
        const table = page.all("table")[3];
        if (page.servlet !== "CaseSelectionTable.jsp" || !table) return null;
        const fields = ["csnum1", "csnum2"].every((name) => page.document.querySelector(`input[name=${name}]`));
        const cases = [...table.querySelectorAll("a")].map((a) => new URL(a.href).searchParams.get("caseid"));
        return { fields, cases: cases.filter(Boolean) };
    },

    appealDocket(page) {
        const table = page.all("table")[3];
        if (page.servlet !== "CaseSummary.jsp" || !table) return null;
        const calls = page.all("a[onclick*='doDocPostURL(']").map((a) => quoted(a.getAttribute("onclick")));
        return {
            number: /Docket #:\s*(\d\d-\d+)/.exec(words(table))?.[1] ?? null,
            cases: [...new Set(calls.map((told) => told[1]))],
            form: Boolean(page.document.querySelector("form[name=doDocPostURLForm]")),
        };
    },

    appealMenu(page) {
        const form = page.document.querySelector("form[name=dktEntry]");
        const title = page.all("th").some((th) => words(th).includes("Documents are attached to this filing"));
        if (!form && !title) return null;
        const calls = page.all("a[onclick*='doDocPostURL(']").map((a) => quoted(a.getAttribute("onclick")));
        return { documents: calls.map((told) => docId(told[0])), cases: [...new Set(calls.map((told) => told[1]))] };
    },

    appealDocument(page) {
        const told = words(page.all("strong")[1]);
        const found = /^Document: (PDF Document|Audio File) \(Case: ([^,]+), Document: (\d+)(?:-(\d+))?\)$/.exec(told);
        if (!page.document.querySelector("form[name=AccCharge]") || !found) return null;
        return { docket: found[2], number: found[3], attachment: found[4] ?? null };
    },

    appealSeveral(page) {
        return page.servlet === "ShowDocMulti" && page.document.querySelector("form[name=AccCharge]") ? {} : null;
    },
};

for await (const line of createInterface({ input: process.stdin })) {
    const told = JSON.parse(line);
    const page = new Page(told);
    const kinds = {};
    for (const [kind, detect] of Object.entries(KINDS)) {
        const found = page.court === null ? null : detect(page);
        if (found !== null) kinds[kind] = found;
    }
    process.stdout.write(JSON.stringify({ name: told.name, court: page.court, kinds }) + "\n");
}
