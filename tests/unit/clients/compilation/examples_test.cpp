// The product's own example (config/examples) is what its README says, and goes through every report.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "clients/core/compilation/report.hpp"
#include "clients/core/messages/content_errors.hpp"
#include "protocol/content/request_text.hpp"
#include "protocol/content/response_text.hpp"
#include "samples.hpp"
#include "tests/support/files.hpp"

namespace clients::compilation {
namespace {

namespace fs = std::filesystem;
using ::test::read_file;

const fs::path folder = fs::path{NFP_SOURCE_DIR} / "config" / "examples";

content::Request example_request() {
    const auto draft = content::parse_request_text(read_file(folder / "request-alternatives-to-detention.en.md"), {});
    if (!draft) throw std::runtime_error(describe(Language::en, draft.error()));
    return draft->request;
}

CompilationInput example_input() {
    CompilationInput input = test::sample_input();
    input.request = example_request();
    input.addressed.clear();
    for (const MemberState& state : member_states()) input.addressed.push_back(state.member);
    sort_by_name(input.addressed, Language::en);
    std::set<fs::path> files;
    for (const auto& file : fs::directory_iterator{folder / "responses"}) files.insert(file.path());
    for (const fs::path& file : files) {  // xx.en.2.md comes before xx.en.md: the index follows the name
        const std::string name = file.filename();
        const auto draft = content::parse_response_text(read_file(file), input.request);
        if (!draft) throw std::runtime_error(name + ": " + describe(Language::en, draft.error()));
        const bool second = name.find(".2.") != std::string::npos;
        input.responses.push_back(
            {test::entry(name.substr(0, 2), input.responses.size() + (second ? 200 : 100)), draft->response});
    }
    return input;
}

TEST(Examples, are_what_their_readme_says) {
    const CompilationInput input = example_input();
    std::set<content::QuestionType> types;
    for (const content::Question& question : input.request.questions) types.insert(question.type);
    EXPECT_EQ(types.size(), 5U);
    EXPECT_EQ(input.request.questions.size(), 6U);
    std::set<std::string> figures, prose;
    unsigned french = 0;
    for (const ReceivedResponse& received : input.responses) {
        if (received.response.language == Language::fr) ++french;
        for (const content::Answer& answer : received.response.answers) {
            if (!answer.value) continue;
            if (const auto* number = std::get_if<content::Number>(&*answer.value)) {
                EXPECT_GE(number->text.size(), 5U);
                EXPECT_TRUE(figures.insert(number->text).second) << number->text;
            }
            if (const auto* text = std::get_if<content::Text>(&*answer.value)) {
                EXPECT_GE(text->text.size(), 40U);
                prose.insert(text->text);
            }
        }
    }
    EXPECT_EQ(prose.size(), 24U);
    EXPECT_GE(french, 5U);
    const Compilation c = compile(input);
    EXPECT_EQ(c.totals.responded, 24U);
    EXPECT_EQ(c.totals.for_requester, 4U);
    EXPECT_EQ(c.totals.for_public, 3U);
    EXPECT_EQ(c.totals.superseded, 1U);
    EXPECT_EQ(c.totals.silent, 22U);
}

TEST(Examples, name_a_person_for_every_member) {
    const auto persons = nlohmann::json::parse(read_file(folder / "persons.json"));
    std::set<std::string> handles, emails;
    for (const auto& person : persons) {
        handles.insert(person.at("handle"));
        const std::string email = person.at("email");
        EXPECT_TRUE(email.ends_with(".example")) << email;
        emails.insert(email);
    }
    EXPECT_EQ(handles.size(), 47U);
    EXPECT_EQ(emails.size(), 47U);
    EXPECT_TRUE(handles.contains("dmr.01"));
    for (const MemberState& state : member_states()) EXPECT_TRUE(handles.contains(state.member.code + ".01"));
}

// With NFP_REPORTS_DIR set, the reports are left there to be looked at.
TEST(Examples, go_through_every_report) {
    const Compilation c = compile(example_input());
    for (const Language language : {Language::en, Language::fr}) {
        ReportOptions options;
        options.language = language;
        options.made_at = test::deadline_end + 3600;
        const std::vector<std::pair<std::string, std::string>> reports = {{".txt", text_report(c, options)},
                                                                          {".html", html_report(c, options)},
                                                                          {".csv", csv_report(c, options)},
                                                                          {".json", json_report(c)}};
        for (const auto& [ending, report] : reports) {
            EXPECT_GT(report.size(), 10'000U);
            const bool holds_prose =
                report.find("chambre du conseil") != std::string::npos || ending == ".txt";  // wrapped
            EXPECT_TRUE(holds_prose) << ending;
            if (const char* target = std::getenv("NFP_REPORTS_DIR")) {
                std::ofstream{fs::path{target} / (std::string{content::code(language)} + ending), std::ios::binary}
                    << report;
            }
        }
    }
}

}  // namespace
}  // namespace clients::compilation
