#include "crypto/age/armor.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

#include "crypto/age/errc.hpp"
#include "crypto/age/limits.hpp"
#include "crypto/age/open_armor.hpp"
#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace crypto::age {
namespace {

const std::string begin = std::string(armor_begin) + "\n", end = std::string(armor_end) + "\n";

std::string armored(ByteView file, std::size_t piece = 1'000'000) {
    std::string text;
    ArmorWriter writer([&](ByteView more) { text += as_text(more); });
    for (; !file.empty(); file = file.subspan(std::min(piece, file.size())))
        writer.write(file.first(std::min(piece, file.size())));
    writer.finish();
    return text;
}

struct Read {
    std::error_code error;
    Bytes file;
};

Read read(std::string_view text, std::size_t piece = 1'000'000) {
    Read result;
    ArmorReader reader([&](ByteView more) {
        append(result.file, more);
        return std::error_code();
    });
    for (; !text.empty() && !result.error; text.remove_prefix(std::min(piece, text.size())))
        result.error = reader.write(as_bytes(text.substr(0, piece)));
    if (!result.error) result.error = reader.finish();
    return result;
}

TEST(age_armor, reads_what_it_writes_however_it_is_cut) {
    for (const std::size_t size : {0u, 1u, 2u, 47u, 48u, 49u, 95u, 96u, 97u, 1000u, 200'003u}) {
        Bytes file(size);
        fill_random(file);
        const std::string text = armored(file);
        for (const std::size_t piece : {1u, 47u, 48u, 65u, 1000u}) {
            EXPECT_EQ(armored(file, piece), text) << size;
            const Read back = read(text, piece);
            EXPECT_EQ(back.error, std::error_code()) << size;
            EXPECT_EQ(back.file, file) << size;
        }
    }
}

TEST(age_armor, has_lines_of_64_columns_and_no_empty_one) {
    EXPECT_EQ(armored({}), begin + end);
    EXPECT_EQ(armored(as_bytes("abc")), begin + "YWJj\n" + end);
    EXPECT_EQ(armored(Bytes(48)), begin + std::string(64, 'A') + "\n" + end);
    EXPECT_EQ(armored(Bytes(49)), begin + std::string(64, 'A') + "\nAA==\n" + end);
}

TEST(age_armor, bounds_the_white_space_around) {
    const std::string block = begin + "YWJj\n" + end;
    EXPECT_FALSE(read(std::string(armor_space_bytes_max, '\n') + block + std::string(armor_space_bytes_max - 1, ' ')).error);
    for (const std::size_t piece : {1u, 1000u, 1'000'000u}) {
        EXPECT_EQ(read(std::string(armor_space_bytes_max + 1, '\n') + block, piece).error, errc::malformed_armor);
        EXPECT_EQ(read(std::string(armor_space_bytes_max, ' ') + "\n" + block, piece).error, errc::malformed_armor);
        EXPECT_EQ(read(block + std::string(armor_space_bytes_max + 1, '\n'), piece).error, errc::malformed_armor);
        EXPECT_EQ(read(block + std::string(armor_space_bytes_max + 1, ' '), piece).error, errc::malformed_armor);
    }
}

TEST(age_armor, bounds_what_it_keeps_of_a_line) {
    std::size_t fed = 0;
    std::error_code error;
    ArmorReader reader([](ByteView) { return std::error_code(); });
    for (; !error && fed < 1'000'000; fed += 100) error = reader.write(Bytes(100, 'A'));
    EXPECT_EQ(error, errc::malformed_armor);
    EXPECT_LE(fed, armor_space_bytes_max + 200);
}

TEST(age_armor, refuses_a_carriage_return_within_a_line) {
    EXPECT_FALSE(read(std::string(armor_begin) + "\r\nYWJj\r\n" + std::string(armor_end) + "\r\n").error);
    EXPECT_EQ(read(begin + "YW\rJj\n" + end).error, errc::malformed_armor);
    EXPECT_EQ(read(begin + "YWJj\r\r\n" + end).error, errc::malformed_armor);
}

TEST(age_armor, is_not_done_before_its_end) {
    for (const std::string& text : {std::string(), std::string(armor_begin), begin, begin + "YWJj\n",
                                     begin + "YWJj\n" + std::string(armor_end, 0, 10)})
        EXPECT_EQ(read(text).error, errc::malformed_armor) << text;
}

// What stands before a fault is judged first, however the text is cut: the outcome of a file is one.
TEST(age_armor, hands_on_what_stands_before_a_fault) {
    for (const std::size_t piece : {1u, 10u, 1000u}) {
        const Read result = read(begin + std::string(64, 'A') + "\n****\n", piece);
        EXPECT_EQ(result.error, errc::malformed_armor);
        EXPECT_EQ(result.file, Bytes(48)) << piece;
    }
}

TEST(age_armor, ends_with_the_error_of_what_it_feeds) {
    ArmorReader reader([](ByteView) { return make_error_code(errc::no_matching_identity); });
    EXPECT_EQ(reader.write(as_bytes(begin + "YWJj\n****\n")), errc::no_matching_identity);
}

}  // namespace
}  // namespace crypto::age
