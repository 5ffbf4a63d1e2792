#include <fcntl.h>
#include <fdwarden.h>
#include <gtest/gtest.h>
#include <unistd.h>

/* Fails each test that leaves a descriptor open. */
class NoneLeftOpen : public testing::EmptyTestEventListener {
	struct fdw_mark mark;

	void OnTestStart(const testing::TestInfo &) override
	{
		mark = fdw_mark(FDW_PROCESS);
	}
	void OnTestEnd(const testing::TestInfo &) override
	{
		char text[8192];

		if (fdw_text_since(&mark, text, sizeof(text)) > 0)
			ADD_FAILURE() << text;
	}
};

TEST(Recipe, Closes)
{
	ASSERT_EQ(0, close(open("/dev/null", O_RDONLY)));
}

TEST(Recipe, LeavesOpen)
{
	ASSERT_GE(open("/dev/null", O_RDONLY), 0);
}

int main(int argc, char **argv)
{
	testing::InitGoogleTest(&argc, argv);
	testing::UnitTest::GetInstance()->listeners().Append(new NoneLeftOpen);
	return RUN_ALL_TESTS();
}
