#include "protocol/stream_wire.hpp"

#include <gtest/gtest.h>

#include "crypto/encoding.hpp"
#include "protocol/limits.hpp"

namespace protocol::wire {
namespace {

crypto::Bytes bytes(std::string_view text) { return crypto::to_bytes(text); }

TEST(submission, is_a_canonical_line_and_the_bytes) {
    const StreamSubmission sent{.sequence = 7, .type = SubmissionType::batch, .bytes = bytes("a\nb")};
    EXPECT_EQ(crypto::to_text(encode_submission(sent)), "{\"submit\":7,\"type\":\"batch\"}\na\nb");
    const auto got = parse_submission(encode_submission(sent));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->sequence, 7u);
    EXPECT_EQ(got->type, SubmissionType::batch);
    EXPECT_EQ(got->bytes, sent.bytes);
    EXPECT_TRUE(parse_submission(bytes("{\"submit\":9007199254740991,\"type\":\"entry\"}\n")));
}

TEST(submission, has_one_form) {
    for (const char* text :
         {"", "\n", "x", "{\"submit\":7,\"type\":\"entry\"}", "{\"type\":\"entry\",\"submit\":7}\nx", "{\"submit\":7}\nx",
          "{\"submit\":-7,\"type\":\"entry\"}\nx", "{\"submit\":\"7\",\"type\":\"entry\"}\nx",
          "{\"submit\":7.0,\"type\":\"entry\"}\nx", "{\"submit\":7,\"type\":\"other\"}\nx",
          "{\"submit\":7,\"type\":\"entry\",\"x\":1}\nx", "{ \"submit\":7,\"type\":\"entry\"}\nx",
          "{\"submit\":9007199254740992,\"type\":\"entry\"}\nx", "{\"submit\":7,\"submit\":7,\"type\":\"entry\"}\nx"})
        EXPECT_EQ(parse_submission(bytes(text)).error(), make_error_code(errc::malformed_header)) << text;
}

TEST(submission, is_bounded_as_a_post_is) {
    StreamSubmission sent{
        .sequence = limits::integer_max, .type = SubmissionType::entry, .bytes = crypto::Bytes(limits::batch_bytes_max)};
    EXPECT_EQ(encode_submission(sent).size(), submission_bytes_max);
    EXPECT_TRUE(parse_submission(encode_submission(sent)));
    sent.sequence = 1;
    sent.bytes.push_back(0);
    EXPECT_EQ(parse_submission(encode_submission(sent)).error(), make_error_code(errc::too_large));
}

TEST(answer, carries_receipts_and_says_whether_they_are_repeated) {
    const StreamAnswer sent{
        .sequence = 3, .repeated = true, .result = std::vector<ReceiptText>{{.leaf = "{\"a\":1}", .proof = "p\nq\n"}}};
    const auto text = crypto::to_text(encode_answer(sent));
    EXPECT_EQ(text, R"({"receipts":[{"leaf":"{\"a\":1}","proof":"p\nq\n"}],"status":200,"submit":3})");
    const auto got = parse_answer(encode_answer(sent));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->sequence, 3u);
    EXPECT_TRUE(got->repeated);
    ASSERT_TRUE(got->result);
    EXPECT_EQ(*got->result, *sent.result);
    const auto first = parse_answer(bytes(R"({"receipts":[{"leaf":"l","proof":"p"}],"status":201,"submit":0})"));
    ASSERT_TRUE(first);
    EXPECT_FALSE(first->repeated);
}

TEST(answer, carries_the_problem_document) {
    const StreamAnswer sent{
        .sequence = 4,
        .repeated = false,
        .result = std::unexpected(Problem{.status = 409, .name = "stale-epoch", .title = "Title.", .entry = 2})};
    const auto got = parse_answer(encode_answer(sent));
    ASSERT_TRUE(got);
    EXPECT_EQ(got->sequence, 4u);
    ASSERT_FALSE(got->result);
    EXPECT_EQ(got->result.error().name, "stale-epoch");
    EXPECT_EQ(got->result.error().status, 409u);
    EXPECT_EQ(got->result.error().entry, 2u);
}

TEST(answer, refuses_what_no_gateway_writes) {
    for (const char* text : {"", "{}", "[]", "{\"submit\":1}", R"({"receipts":[{"leaf":"l","proof":"p"}],"submit":1})",
                             R"({"receipts":[{"leaf":"l","proof":"p"}],"status":202,"submit":1})",
                             R"({"receipts":[{"leaf":"l"}],"status":201,"submit":1})", R"({"receipts":[],"status":201})",
                             R"({"receipts":[{"leaf":"l","proof":"p"}],"status":201,"submit":-1})",
                             R"({"receipts":[{"leaf":"l","proof":"p"}],"status":201,"submit":1,"x":1})",
                             R"({"status":200,"submit":1,"title":"t","type":"urn:nfp:problem:internal"})",
                             R"({ "receipts":[{"leaf":"l","proof":"p"}],"status":201,"submit":1})"})
        EXPECT_FALSE(parse_answer(bytes(text))) << text;
    EXPECT_FALSE(parse_answer(bytes(std::string(100'000, '['))));
}

TEST(stream_message, tells_pages_from_answers) {
    const Page page{.checkpoint = "note\n", .next = 5, .more = false, .deliveries = {}};
    const auto as_page = parse_stream_message(encode_page(page));
    ASSERT_TRUE(as_page);
    EXPECT_EQ(std::get<Page>(*as_page).next, 5u);
    const auto as_answer = parse_stream_message(
        encode_answer({.sequence = 6, .repeated = false, .result = std::vector<ReceiptText>{{.leaf = "l\n", .proof = "p\n"}}}));
    ASSERT_TRUE(as_answer);
    EXPECT_EQ(std::get<StreamAnswer>(*as_answer).sequence, 6u);
    EXPECT_FALSE(parse_stream_message({}));
    EXPECT_FALSE(parse_stream_message(bytes("\n")));
}

}  // namespace
}  // namespace protocol::wire
