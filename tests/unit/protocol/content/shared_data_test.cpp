// The sample texts beside the repository: the good ones are read, the bad ones refused with line and rule.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

#include "protocol/content/request_text.hpp"
#include "protocol/content/response_text.hpp"
#include "samples.hpp"
#include "tests/support/files.hpp"

namespace protocol::content {
namespace {

namespace fs = std::filesystem;
using ::test::read_file;
using test::error_of;

// Absent samples are a skipped test for a visitor, and a failed one in CI.
class SharedData : public testing::Test {
protected:
    void SetUp() override {
        if (fs::is_directory(folder_ / "requests")) return;
        if (std::getenv("CI") != nullptr) FAIL() << "no sample texts in " << folder_;
        GTEST_SKIP() << "no sample texts in " << folder_ << "; configure with -DNFP_SHARED_DIR=FOLDER";
    }

    TextError refuse(const char* name) const {
        return error_of(parse_request_text(read_file(folder_ / "requests" / name), {}));
    }

    fs::path folder_ = fs::path{NFP_SHARED_DIR} / "data";
};

TEST_F(SharedData, good_requests_are_read_and_survive_json) {
    unsigned seen = 0;
    for (const auto& file : fs::directory_iterator{folder_ / "requests"}) {
        const std::string name = file.path().filename();
        if (name.starts_with("bad-") || name == "README.md") continue;
        ++seen;
        const auto draft = parse_request_text(read_file(file.path()), {});
        ASSERT_TRUE(draft) << name << ": " << testing::PrintToString(draft.error());
        EXPECT_EQ(parse_request(to_json(draft->request), {}), draft->request) << name;
    }
    EXPECT_GE(seen, 4U);
}

TEST_F(SharedData, bad_requests_are_refused_with_line_and_rule) {
    EXPECT_EQ(refuse("bad-date.en.md"), (TextError{4, errc::invalid_date, "2026-02-30"}));
    EXPECT_EQ(refuse("bad-gap-in-numbering.en.md"), (TextError{8, errc::numbering_gap, "2"}));
    EXPECT_EQ(refuse("bad-language.md"), (TextError{2, errc::invalid_language, "de"}));
    EXPECT_EQ(refuse("bad-no-question.en.md"), (TextError{7, errc::no_question, ""}));
    for (const auto& file : fs::directory_iterator{folder_ / "requests"}) {
        const std::string name = file.path().filename();
        if (name.starts_with("bad-")) {
            EXPECT_FALSE(parse_request_text(read_file(file.path()), {})) << name;
        }
    }
}

TEST_F(SharedData, responses_are_read_against_their_request) {
    unsigned seen = 0;
    for (const auto& file : fs::directory_iterator{folder_ / "responses"}) {
        const std::string name = file.path().filename();
        if (name == "README.md") continue;
        ++seen;
        const std::string subject = name.substr(0, name.find('.'));
        const auto request = parse_request_text(read_file(folder_ / "requests" / (subject + ".en.md")), {});
        ASSERT_TRUE(request) << subject;
        const auto draft = parse_response_text(read_file(file.path()), request->request);
        ASSERT_TRUE(draft) << name << ": " << testing::PrintToString(draft.error());
        EXPECT_EQ(parse_response(to_json(draft->response)), draft->response) << name;
    }
    EXPECT_GE(seen, 3U);
}

}  // namespace
}  // namespace protocol::content
